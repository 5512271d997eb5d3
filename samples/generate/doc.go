// Package generate makes child-support data of any size from a seed: the four input
// tables (ledger, cases, ncps, events) as CSV files or as one workbook. Everybody in
// them is invented.
//
// Every output byte is a function of the options alone. A case draws from a random
// stream of its own (seed, case number), so it does not depend on the cases around it:
// a world of 100 cases holds the first 100 of a world of 1,000,000 with the same seed and
// as-of date. Memory does not grow with the number of cases.
//
// With Options.Dirty the world stays as it is and bad rows are planted in it; the
// Summary says how many rejects of which code a reader has to report.
package generate
