package letters

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// written is a document as the golden files hold it.
func written(d *document) string {
	var b strings.Builder
	for _, blocks := range [][]block{d.letterhead, d.reference, d.body} {
		for i := range blocks {
			blocks[i].written(&b)
		}
		b.WriteString("----\n")
	}
	return strings.Join(d.address, "\n") + "\n----\n" + b.String()
}

func (b *block) written(to *strings.Builder) {
	mark := map[blockKind]string{title: "# ", heading: "## ", box: "> "}[b.kind]
	if b.language != "" {
		mark = "@" + b.language + " "
	}
	if len(b.spans) > 0 {
		fmt.Fprintf(to, "%s%s\n", mark, marked(b.spans))
	}
	for i, item := range b.items {
		mark := "- "
		if b.kind == steps {
			mark = itoa(i+1) + ". "
		}
		fmt.Fprintf(to, "%s%s\n", mark, marked(item))
	}
	for _, cells := range b.rows {
		for _, cell := range cells {
			fmt.Fprintf(to, "| %s ", marked(cell))
		}
		to.WriteString("|\n")
	}
}

func marked(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		text := s.text
		if s.bold {
			text = "**" + text + "**"
		}
		b.WriteString(text)
		if s.breaks {
			b.WriteString(" /\n")
		}
	}
	return b.String()
}

// versions are the letters of which golden files are kept: what each kind says to each
// sort of parent.
func versions() map[string]Letter {
	eligible, review, later, plan, order, jobs, bare := aParent(), aParent(), aParent(), aParent(), aParent(), aParent(), aParent()
	review.Status, review.NextSteps = coap.Review, coap.ConfirmCOAP
	review.CurrentSupport, review.Capacity, review.Offer, review.Forgiven = 0, ledger.OptionalCents{}, ledger.OptionalCents{}, ledger.OptionalCents{}
	for i := range review.Verdicts {
		review.Verdicts[i] = coap.Unknown
	}
	later.Status, later.NextSteps, later.EligibleOn = coap.Later, coap.WaitCOAP|coap.PaymentPlan, ledger.MustDate("2026-12-01")
	later.PrincipalFamily, later.InterestFamily, later.Compromisable = 0, 0, 21_496_20
	plan.Status, plan.NextSteps = coap.Ineligible, coap.PaymentPlan
	order.Status, order.NextSteps = coap.Ineligible, coap.ModificationReview
	jobs.Status, jobs.NextSteps, jobs.CurrentSupport, jobs.Capacity = coap.Ineligible, coap.JobServices, 0, ledger.Some(0)
	bare.Status, bare.Remedies, bare.CurrentSupport = coap.NoArrears, nil, 900_00
	bare.PrincipalFamily, bare.InterestFamily, bare.PrincipalGovernment, bare.InterestGovernment = 0, 0, 0, 0
	open, government, exempt, once := later, aParent(), order, plan
	open.EligibleOn = ledger.MustDate("2026-11-03")
	government.PrincipalFamily, government.InterestFamily, government.CurrentSupport, government.Compromisable = 0, 0, 0, 21_496_20
	exempt.Status, exempt.NextSteps = coap.NotCollectible, coap.ModificationReview|coap.StopCollectionReview
	once.PlanMonths.Months, once.PrincipalFamily, once.InterestFamily, once.PrincipalGovernment, once.InterestGovernment = 1, 200_00, 1_50, 0, 0
	once.PlanPayment = ledger.Some(5_79)
	return map[string]Letter{
		"coap-later-open": {Kind: COAP, Parent: &open}, "coap-government-only": {Kind: COAP, Parent: &government},
		"order-review-exempt": {Kind: OrderReview, Parent: &exempt}, "payment-plan-at-once": {Kind: PaymentPlan, Parent: &once},
		"coap-eligible": {Kind: COAP, Parent: &eligible}, "coap-review": {Kind: COAP, Parent: &review}, "coap-later": {Kind: COAP, Parent: &later},
		"payment-plan": {Kind: PaymentPlan, Parent: &plan}, "payment-plan-later": {Kind: PaymentPlan, Parent: &later},
		"order-review": {Kind: OrderReview, Parent: &order}, "order-review-without-arrears": {Kind: OrderReview, Parent: &bare},
		"job-services": {Kind: JobServices, Parent: &jobs},
	}
}

func TestWords(t *testing.T) {
	s, w := setting(t), wording(t)
	for name, letter := range versions() {
		for _, language := range Languages() {
			letter.Language = language
			d, err := w.compose(&s, &letter)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "words", name+"."+language.String()+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(written(d)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(written(d), "\n")); diff != "" {
				t.Errorf("%s: %s", file, diff)
			}
		}
	}
}

// The program is called by the policy's name for it, and the office by the agency's own.
func TestWordsOfAnotherPolicy(t *testing.T) {
	s, w := setting(t), wording(t)
	office := *rules(t, "california-debt-reduction")
	office.Agency.Name, office.Agency.Fax, office.Agency.Email, office.Agency.Telephone = "County Office", "", "letters@county.example", "(415) 555-0100"
	s.Rules = &office
	p := aParent()
	for language, want := range map[Language][]string{
		English: {"California's Child Support Debt Reduction Program lets", "over at most 12 months", "E-mail: letters@county.example", "Phone (415) 555-0100 "},
		Spanish: {"El Programa de Reducción de Deudas de Manutención de Menores de California permite", "en un plazo de 12 meses como máximo",
			"Correo electrónico: letters@county.example", "Teléfono (415) 555-0100 "},
	} {
		d, err := w.compose(&s, &Letter{Kind: COAP, Language: language, Parent: &p})
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range want {
			if !strings.Contains(d.text(), words) {
				t.Errorf("%s: the letter does not say %q", language, words)
			}
		}
		for _, words := range []string{"Fax", "toll free", "gratuita", "COAP", "Department"} {
			if strings.Contains(d.text(), words) {
				t.Errorf("%s: the letter says %q", language, words)
			}
		}
	}
}

// A letter promises nothing, and says what it is not.
func TestWordsPromiseNothing(t *testing.T) {
	s, w := setting(t), wording(t)
	never := regexp.MustCompile(`(?i)you qualify|you will pay|will be forgiven|guarantee|you are eligible|usted califica|se le perdonar[áa]|garantiza|usted pagará`)
	for name, letter := range versions() {
		for language, disclaimer := range map[Language]string{
			English: "It is not a decision, a promise, a court paper or legal advice",
			Spanish: "No es una decisión, ni una promesa, ni un documento de la corte, ni asesoría legal",
		} {
			letter.Language = language
			d, err := w.compose(&s, &letter)
			if err != nil {
				t.Fatal(err)
			}
			if found := never.FindString(d.text()); found != "" {
				t.Errorf("%s in %s says %q", name, language, found)
			}
			if !strings.Contains(d.text(), disclaimer) {
				t.Errorf("%s in %s does not say what it is not", name, language)
			}
		}
	}
}

var amount = regexp.MustCompile(`\$[0-9,]+(\.[0-9]{2})?`)

// Every amount of a letter is one of the run's figures of the parent, or the sum or
// difference that its words say it is.
func TestAmountsAreThoseOfTheRun(t *testing.T) {
	s, w := setting(t), wording(t)
	rapid.Check(t, func(t *rapid.T) {
		p := randomParent(t)
		letter := &Letter{Kind: rapid.SampledFrom(Kinds()).Draw(t, "kind"), Language: rapid.SampledFrom(Languages()).Draw(t, "language"), Parent: p}
		d, err := w.compose(&s, letter)
		if err != nil {
			t.Fatal(err)
		}
		known := []ledger.Cents{p.PrincipalFamily, p.InterestFamily, p.PrincipalFamily + p.InterestFamily,
			p.PrincipalGovernment, p.InterestGovernment, p.PrincipalGovernment + p.InterestGovernment,
			p.PrincipalFamily + p.PrincipalGovernment, p.InterestFamily + p.InterestGovernment,
			p.PrincipalFamily + p.InterestFamily + p.PrincipalGovernment + p.InterestGovernment,
			p.Compromisable, p.CurrentSupport, p.Offer.Cents(), p.Forgiven.Cents(), p.PlanPayment.Cents(), p.Capacity.Cents() - p.CurrentSupport}
		for _, found := range amount.FindAllString(d.text(), -1) {
			if !slices.ContainsFunc(known, func(c ledger.Cents) bool { return c.Dollars() == found }) {
				t.Fatalf("%s: %s is no figure of the run", letter.Kind, found)
			}
		}
		if p.Offer.Cents() == 0 && (strings.Contains(d.text(), "Our estimate, not an offer") || strings.Contains(d.text(), "que no es una oferta")) {
			t.Fatalf("an offer of nothing is made: %+v", p.Offer)
		}
	})
}

func randomParent(t *rapid.T) *Parent {
	cents := func(name string) ledger.Cents {
		return ledger.Cents(rapid.Int64Range(0, 9_999_999_999_99).Draw(t, name))
	}
	perhaps := func(name string) ledger.OptionalCents {
		return ledger.Some(cents(name) * ledger.Cents(rapid.IntRange(0, 1).Draw(t, name+" is known")))
	}
	p := aParent()
	p.Name, p.ID = rapid.StringMatching(`[A-Za-zñáü' .-]{1,40}`).Draw(t, "name")+"x", rapid.StringMatching(`[0-9A-Z-]{1,20}`).Draw(t, "id")
	p.Status = rapid.SampledFrom(coap.Statuses()).Draw(t, "status")
	p.PrincipalFamily, p.InterestFamily = cents("principal, family")/4, cents("interest, family")/4
	p.PrincipalGovernment, p.InterestGovernment = cents("principal, government")/4, cents("interest, government")/4
	p.Compromisable, p.CurrentSupport = cents("compromisable"), perhaps("support").Cents()
	p.Capacity, p.Offer, p.Forgiven, p.PlanPayment = perhaps("capacity"), perhaps("offer"), perhaps("forgiven"), perhaps("plan")
	p.PlanMonths = coap.OptionalMonths{Months: int32(rapid.IntRange(0, 1200).Draw(t, "months"))}
	p.PlanMonths.Known = p.PlanMonths.Months > 0
	p.Remedies = everyRemedy[:rapid.IntRange(0, len(everyRemedy)).Draw(t, "remedies")]
	for i := range p.Verdicts {
		p.Verdicts[i] = rapid.SampledFrom([]coap.Verdict{coap.Pass, coap.Unknown}).Draw(t, "verdict")
	}
	return &p
}

// Every remedy of the embedded policies has words of its own in both languages, and
// another remedy has its identifier's.
func TestRemediesHaveWords(t *testing.T) {
	w := wording(t)
	for _, name := range policy.Names() {
		for _, remedy := range rules(t, name).Remedies {
			for _, language := range Languages() {
				p := Parent{Remedies: []string{remedy.ID}}
				sentence, err := w.atStake(&Letter{Language: language, Parent: &p})
				if err != nil || sentence == "" || strings.Contains(sentence, strings.ReplaceAll(remedy.ID, "_", " ")) || strings.Contains(sentence, "law allows") {
					t.Errorf("%s in %s: %q, %v", remedy.ID, language, sentence, err)
				}
			}
		}
	}
	p := Parent{Remedies: []string{"boat_seizure", "bank_levy"}}
	sentence, err := w.atStake(&Letter{Parent: &p})
	if want := "Another step that the law allows: boat seizure. Money in your bank accounts may be taken to pay the debt."; err != nil || sentence != want {
		t.Errorf("%q, %v; want %q", sentence, err, want)
	}
}

// The two languages say the same things in the same places.
func TestLanguagesMatch(t *testing.T) {
	s, w := setting(t), wording(t)
	shape := func(d *document) (shape []string) {
		for _, b := range append(append(d.letterhead, d.reference...), d.body...) {
			shape = append(shape, fmt.Sprint(b.kind, len(b.items), len(b.rows)))
		}
		return append(shape, fmt.Sprint(len(amount.FindAllString(d.text(), -1))))
	}
	for name, letter := range versions() {
		english, err := w.compose(&s, &letter)
		if err != nil {
			t.Fatal(err)
		}
		letter.Language = Spanish
		spanish, err := w.compose(&s, &letter)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(shape(english), shape(spanish)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
