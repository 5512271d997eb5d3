package workbook

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// contactColumns are for the caseworker to fill in. They come back: a run that is given
// the workbook as an input reads each dated row as an outreach_contact event.
var contactColumns = []column{
	{"Contacted on", 15, contactDay},
	{"Outcome", 18, contactWord},
	{"Notes", 40, contactNote},
}

// outcomes are offered for the column Outcome. A county may write its own.
var outcomes = []string{"reached", "left message", "letter sent", "e-mail sent", "text sent", "will apply", "applied", "declined",
	"call back later", "wrong number", "returned mail", "other"}

const notesMax = 2000 // letters

// openContact makes the caseworker's columns, the last ones, ready: only a date, a word
// of a list, a note that is not too long.
func (b *builder) openContact(s *sheet) error {
	if s.from == s.to {
		return nil
	}
	first := len(s.listing.columns) - len(contactColumns) + 1
	day := excelize.NewDataValidation(true)
	// A year either way catches a mistyped year, and is open to late entries.
	if err := day.SetRange(serial(b.report.AsOf)-366, serial(b.report.AsOf)+366, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween); err != nil {
		return err
	}
	day.SetInput("Contacted on", "The day of the contact, like 11/22/2026. With it, the next run that is given this workbook keeps the parent off the list for a while.")
	day.SetError(excelize.DataValidationErrorStyleStop, "Not a day near the as-of date", "Enter the day of the contact as a date, like 11/22/2026.")
	word := excelize.NewDataValidation(true)
	if err := word.SetDropList(outcomes); err != nil {
		return err
	}
	word.SetInput("Outcome", "What came of it: choose from the list.")
	word.SetError(excelize.DataValidationErrorStyleWarning, "Not on the list", "This outcome is not on the list. Keep it all the same?")
	note := excelize.NewDataValidation(true)
	if err := note.SetRange(0, notesMax, excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween); err != nil {
		return err
	}
	note.SetError(excelize.DataValidationErrorStyleStop, "Too long", "Keep notes under "+strconv.Itoa(notesMax)+" letters.")
	for i, validation := range []*excelize.DataValidation{day, word, note} {
		area, err := s.cells(first+i, first+i)
		if err != nil {
			return err
		}
		validation.SetSqref(area)
		if err := b.file.AddDataValidation(s.name, validation); err != nil {
			return err
		}
	}
	return nil
}
