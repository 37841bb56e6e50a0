export { type CsvCell, csvLine } from "./csv-line.ts";
