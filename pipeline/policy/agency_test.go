package policy

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sanMateo is the office that the embedded policies name.
var sanMateo = Agency{
	Name: "Department of Child Support Services", Program: "Compromise of Arrears Program (COAP)",
	ProgramSpanish: "Programa de Compromiso de Atrasos (COAP, por sus siglas en inglés)",
	Address:        "PO Box 8084", City: "Redwood City", State: "CA", Zip: "94063",
	Telephone: "(866) 901-3212", Fax: "(650) 366-4711", Opens: 8 * 60, Closes: 16*60 + 45,
}

func TestAgency(t *testing.T) {
	debt := sanMateo
	debt.Program = "Child Support Debt Reduction Program"
	debt.ProgramSpanish = "Programa de Reducción de Deudas de Manutención de Menores"
	for name, want := range map[string]Agency{"california-coap": sanMateo, "california-debt-reduction": debt} {
		if diff := cmp.Diff(want, load(t, name).Agency); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A county restates what is its own; a blank fax takes away the one it would inherit.
func TestAgencyOfACounty(t *testing.T) {
	p := parse(t, `agency:
  name: Marin County Child Support Services
  address: 7655 Redwood Boulevard
  city: Novato
  zip: 94945-1234
  fax: ""
  email: letters@county.example
  closes: "17:00"
citations:
  agency.name: the county
`)
	want := sanMateo
	want.Name, want.Address, want.City, want.Zip = "Marin County Child Support Services", "7655 Redwood Boulevard", "Novato", "94945-1234"
	want.Fax, want.Email, want.Closes = "", "letters@county.example", 17*60
	if diff := cmp.Diff(want, p.Agency); diff != "" {
		t.Error(diff)
	}
	shown := map[string]string{}
	for _, v := range p.agencyValues() {
		shown[v.Path] = v.Value + ": " + v.Citation
	}
	for path, value := range map[string]string{
		"agency.name":  "Marin County Child Support Services: the county",
		"agency.email": "letters@county.example: assumption: set by county@1",
		"agency.opens": "08:00: the program's office in San Mateo County, as published; another county gives its own",
		"agency.fax":   "",
	} {
		if shown[path] != value {
			t.Errorf("%s is shown as %q, want %q", path, shown[path], value)
		}
	}
}

// A policy that stands alone needs no agency: it can be run, though no letters be made.
func TestPolicyWithoutAgency(t *testing.T) {
	if values := (&Policy{}).agencyValues(); len(values) != 0 {
		t.Errorf("%v", values)
	}
}

func TestTimeOfDay(t *testing.T) {
	for minutes, want := range map[TimeOfDay]string{0: "00:00", 8 * 60: "08:00", 16*60 + 45: "16:45", 23*60 + 59: "23:59"} {
		if got := fmt.Sprint(minutes); got != want {
			t.Errorf("%d minutes are %s, want %s", int(minutes), got, want)
		}
	}
}
