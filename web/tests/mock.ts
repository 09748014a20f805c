// The mock service by hand, for work on the page: `npm run mock`, then the address it prints.

import { MockService } from "./mock_service";

const mock = new MockService({ status: { language: process.env["MOCK_LANGUAGE"] ?? "en" } });
mock.port = Number(process.env["MOCK_PORT"] ?? 8099);
await mock.start();
console.log(mock.url);
