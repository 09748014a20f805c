// A small line plot over time, which grows with its place on the page.

import uPlot from "uplot";
import { wall_clock } from "../text/format";
import { palette } from "./palette";

export interface Plot {
  set(names: string[], data: (number | null)[][]): void;
  recolour(): void;
}

const height = 120;
const second_steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];

/// `stepped` draws each value until the next one, as quotes are.
export function make_plot(container: HTMLElement, zone: () => string, stepped: boolean): Plot {
  let plot: uPlot | null = null;
  let names: string[] = [];
  let data: (number | null)[][] = [];

  function build(): void {
    plot?.destroy();
    plot = null;
    if (names.length === 0 || container.clientWidth === 0) return;
    const colours = palette();
    const paths = stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
    const axis = { stroke: colours.text, grid: { stroke: colours.line, width: 1 },
      ticks: { stroke: colours.line } };
    plot = new uPlot({
      width: container.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      series: [{}, ...names.map((label, index) => ({
        label, stroke: colours.series[index % colours.series.length] ?? colours.text, width: 1.5,
        points: { show: false }, spanGaps: true, ...(paths ? { paths } : {}),
      }))],
      axes: [
        { ...axis, size: 28, space: 80, incrs: second_steps, values: (_, ticks) =>
          ticks.map((tick) => wall_clock(tick * 1000, zone()).clock) },
        { ...axis, size: 76 },
      ],
    }, data as uPlot.AlignedData, container);
  }

  new ResizeObserver(() => {
    if (plot && container.clientWidth > 0) plot.setSize({ width: container.clientWidth, height });
    else build();
  }).observe(container);

  return {
    set(next_names, next_data) {
      data = next_data;
      if (names.join() === next_names.join() && plot) plot.setData(data as uPlot.AlignedData);
      else {
        names = next_names;
        build();
      }
    },
    recolour: build,
  };
}
