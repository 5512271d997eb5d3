package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strings"
)

const packageRelations = "_rels/.rels"

// relations is a part that says where others are.
type relations struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
		Mode   string `xml:"TargetMode,attr"`
	} `xml:"Relationship"`
}

// target is the part that the relation of a kind leads to. The kind is the last
// step of its type, which is the same for transitional and strict workbooks.
func (r relations) target(kind, base string) string {
	for _, relation := range r.List {
		if lastStep(relation.Type) == kind && relation.Mode != "External" {
			return resolve(base, relation.Target)
		}
	}
	return ""
}

func lastStep(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// resolve gives the part's name that a target means, seen from the part base.
func resolve(base, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return partKey(target)
	}
	return partKey(path.Join(path.Dir(base), target))
}

// relationsOf names the part that holds the relations of a part.
func relationsOf(part string) string {
	return path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
}

// workbookPart is what is needed of the main part.
type workbookPart struct {
	Properties struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name       string     `xml:"name,attr"`
		State      string     `xml:"state,attr"`
		Attributes []xml.Attr `xml:",any,attr"`
	} `xml:"sheets>sheet"`
	Names []struct {
		Name string `xml:"name,attr"`
	} `xml:"definedNames>definedName"`
}

// readParts reads what the sheets need to be understood: where they are, the date
// system and the number formats.
func (b *Book) readParts() error {
	var root, around relations
	if err := b.archive.decode(packageRelations, &root); err != nil {
		return err
	}
	main := root.target("officeDocument", "")
	switch {
	case strings.HasSuffix(main, ".bin"):
		return errBinary
	case main == "" || !b.archive.has(main):
		return errNotWorkbook
	}
	var book workbookPart
	if err := b.archive.decode(main, &book); err != nil {
		return err
	}
	if err := b.archive.decode(relationsOf(main), &around); err != nil {
		return err
	}
	b.date1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	b.strings = around.target("sharedStrings", main)
	for _, defined := range book.Names {
		b.names = append(b.names, defined.Name)
	}
	if err := b.listSheets(book, around, main); err != nil {
		return err
	}
	return b.readFormats(around.target("styles", main))
}

// target is where a relation leads to.
type target struct{ kind, part string }

// listSheets finds each worksheet's part, which is its alone: the rows of a part that two
// sheets name would count twice.
func (b *Book) listSheets(book workbookPart, around relations, main string) error {
	targets := make(map[string]target, len(around.List))
	for _, relation := range around.List {
		if relation.Mode != "External" {
			targets[relation.ID] = target{lastStep(relation.Type), resolve(main, relation.Target)}
		}
	}
	taken := make(map[string]bool, len(book.Sheets))
	for i, sheet := range book.Sheets {
		if len(sheet.Name) > nameMax {
			return fmt.Errorf("sheet %d has a name of more than %d bytes; open the workbook in Excel and save it again", i+1, nameMax)
		}
		id := ""
		for _, attribute := range sheet.Attributes {
			if attribute.Name.Local == "id" {
				id = attribute.Value
			}
		}
		found, ok := targets[id]
		switch {
		case !ok:
			return fmt.Errorf("sheet %q: the workbook does not say where it is; open the workbook in Excel and save it again", sheet.Name)
		case found.kind != "worksheet":
			continue
		case taken[found.part]:
			return fmt.Errorf("sheet %q: another sheet stands in the same part; open the workbook in Excel and save it again", sheet.Name)
		}
		taken[found.part] = true
		b.sheets = append(b.sheets, Sheet{Name: sheet.Name, Hidden: sheet.State == "hidden" || sheet.State == "veryHidden"})
		b.paths = append(b.paths, found.part)
	}
	if len(b.sheets) == 0 {
		return errors.New("is a workbook without a worksheet; add the table as a sheet and save it again")
	}
	return nil
}

// decode reads an XML part into value.
func (a *archive) decode(name string, value any) error {
	if name == packageRelations && !a.has(name) {
		return errNotWorkbook
	}
	data, err := a.read(name, a.limits.Part)
	if err == nil {
		err = newDecoder(data, elementsMax).Decode(value)
	}
	if err != nil {
		return fmt.Errorf("part %s: %w; open the workbook in Excel and save it again", path.Base(name), asFault(err))
	}
	return nil
}
