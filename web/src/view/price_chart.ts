// The price chart: one-minute candles, and a line for each reference, rung, limit and record.

import {
  CandlestickSeries, createChart, LineStyle, type CandlestickData, type IPriceLine,
  type UTCTimestamp,
} from "lightweight-charts";
import type { ChartLevel } from "../model/levels";
import type { Bar } from "../model/types";
import { wall_clock } from "../text/format";
import { palette, type Palette } from "./palette";

export interface PriceChart {
  show(instrument: number, bars: Bar[], decimals: number): void;
  set_levels(levels: ChartLevel[], title_of: (level: ChartLevel) => string): void;
  recolour(): void;
}

export function make_price_chart(container: HTMLElement, zone: () => string): PriceChart {
  const clock = (time: unknown): string =>
    wall_clock(Number(time) * 1000, zone()).clock.slice(0, 5);
  const chart = createChart(container, {
    autoSize: true,
    localization: { timeFormatter: clock, locale: "en-GB" },
    layout: { attributionLogo: false, fontSize: 12 },
    rightPriceScale: { entireTextOnly: true },
    timeScale: { timeVisible: true, rightOffset: 3, tickMarkFormatter: clock },
    handleScale: { axisPressedMouseMove: false, mouseWheel: false },
    handleScroll: { vertTouchDrag: false, mouseWheel: false },
  });
  const series = chart.addSeries(CandlestickSeries, { autoscaleInfoProvider: scale });
  let lines: IPriceLine[] = [];
  let levels: ChartLevel[] = [];
  let title_of: (level: ChartLevel) => string = () => "";
  let shown = { instrument: -1, bars: 0, start: "" };

  /// What is near counts for the scale: the reference, and the first level below all prices.
  function scale(original: () => { priceRange: { minValue: number; maxValue: number } | null }
    | null): ReturnType<typeof original> {
    const range = original()?.priceRange;
    if (!range) return null;
    const prices = levels.map(({ price }) => Number(price));
    const reference = levels.find(({ kind }) => kind === "reference");
    const below = Math.max(...prices.filter((price) => price < range.minValue));
    const wanted = [range.minValue, range.maxValue, Number(reference?.price ?? range.maxValue)];
    if (Number.isFinite(below)) wanted.push(below);
    return { priceRange: { minValue: Math.min(...wanted), maxValue: Math.max(...wanted) } };
  }

  function show(instrument: number, bars: Bar[], decimals: number): void {
    const flat = palette().muted;
    const newest = bars.at(-1);
    const start = bars[0]?.time ?? "";
    const same = shown.instrument === instrument && shown.start === start
      && (bars.length === shown.bars || bars.length === shown.bars + 1);
    if (same && newest) {
      series.update(point(newest, flat));
    } else {
      const priceFormat = { type: "price", precision: decimals, minMove: 10 ** -decimals } as const;
      series.applyOptions({ priceFormat });
      series.setData(bars.map((bar) => point(bar, flat)));
      if (shown.instrument !== instrument) chart.timeScale().fitContent();
    }
    shown = { instrument, bars: bars.length, start };
  }

  function set_levels(next: ChartLevel[], titles: (level: ChartLevel) => string): void {
    levels = next;
    title_of = titles;
    const colours = palette();
    for (const line of lines) series.removePriceLine(line);
    lines = levels.map((level) => series.createPriceLine({
      price: Number(level.price), color: colour_of(level, colours), lineWidth: 1,
      lineStyle: level.kind === "rung" ? LineStyle.SparseDotted : LineStyle.Dashed,
      axisLabelVisible: level.kind !== "rung", title: title_of(level),
    }));
  }

  function recolour(): void {
    const colours = palette();
    const { text, panel, line, rise, fall } = colours;
    chart.applyOptions({
      layout: { background: { color: panel }, textColor: text },
      grid: { vertLines: { color: line }, horzLines: { color: line } },
      rightPriceScale: { borderColor: line },
      timeScale: { borderColor: line },
    });
    series.applyOptions({
      upColor: rise, downColor: fall, wickUpColor: rise, wickDownColor: fall, borderVisible: false,
      priceLineColor: text,
    });
    set_levels(levels, title_of);
    shown = { instrument: -1, bars: 0, start: "" };
  }

  recolour();
  return { show, set_levels, recolour };
}

/// A bar that closed where it opened is neither a rise nor a fall, and is `flat` in colour.
function point(bar: Bar, flat: string): CandlestickData<UTCTimestamp> {
  return {
    time: (Date.parse(bar.time) / 1000) as UTCTimestamp,
    open: Number(bar.open), high: Number(bar.high), low: Number(bar.low), close: Number(bar.close),
    ...(Number(bar.open) === Number(bar.close) ? { color: flat, wickColor: flat } : {}),
  };
}

function colour_of(level: ChartLevel, colours: Palette): string {
  switch (level.kind) {
    case "reference": return colours.accent;
    case "rung": return colours.muted;
    case "limit": return colours.critical;
    case "record": return colours.record;
  }
}
