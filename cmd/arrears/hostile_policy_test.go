package main

import (
	"fmt"
	"strings"
	"testing"
)

// Policies that are made to harm are refused in one line that names the place.
func TestHostilePolicies(t *testing.T) {
	measures(t)
	const size = 1 << 20
	const base = "extends: california-coap\nname: x\nversion: \"1\"\n"
	fill := func(unit string) string { return strings.Repeat(unit, (size-200)/len(unit)) }
	laughs := "a: &a [x, x]\n"
	for c := 'b'; c < 'z'; c++ {
		laughs += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c, *%c]\n", c, c, c-1, c-1, c-1, c-1, c-1)
	}
	for name, c := range map[string]struct{ text, says string }{
		"aliases that explode":  {laughs, "1:4: an anchor (&) is not allowed"},
		"a merge that explodes": {"a: {<<: *a, b: 1}\n", "is not allowed in a policy file"},
		"anchors":               {base + fill("&a "), "at most 20000 words and marks"},
		"lists within lists":    {base + "coap: " + fill("["), "at most 20000 words and marks"},
		"9,000 lists":           {base + "coap: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "coap is a list; give a mapping"},
		"9,000 dashes":          {base + "coap:\n  " + strings.Repeat("- ", 9000) + "x", "coap is a list; give a mapping"},
		"mappings in mappings":  {base + "coap: " + strings.Repeat("{a: ", 4000) + strings.Repeat("}", 4000), "unknown key"},
		"indents":               {base + indents(1400), "unknown key"},
		"a number of digits":    {base + "coap:\n  minimum_arrears: " + fill("9"), "coap.minimum_arrears is"},
		"a number of powers":    {base + "coap:\n  minimum_arrears: 1e999999999\n", "coap.minimum_arrears is"},
		"a hexadecimal number":  {base + "coap:\n  minimum_arrears: 0x" + fill("f"), "coap.minimum_arrears is"},
		"months beyond number":  {base + "coap:\n  horizon_months: 99999999999999999999\n", "coap.horizon_months is"},
		"a quote never closed":  {base + "title: \"" + fill("x"), "not YAML"},
		"documents":             {fill("---\n"), "at most 20000 words and marks"},
		"comments":              {base + fill("#\n"), "at most 20000 words and marks"},
		"NULs":                  {base + "\x00", "a control character"},
		"not UTF-8":             {base + "title: \xff\n", "not UTF-8"},
		"too large":             {base + fill("x") + fill("x"), "at most 1 MiB"},
		"a tag at the end":      {base + "!x", "a tag (!) is not allowed"},
		"itself":                {"extends: ./hostile.yaml\nname: x\nversion: \"1\"\n", "extends this policy in turn"},
		"another file":          {"extends: /etc/passwd.d/none.yaml\nname: x\nversion: \"1\"\n", "can't read"},
		"a device":              {"extends: /dev/zero\nname: x\nversion: \"1\"\n", "can't read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			put(t, folder, "hostile.yaml", []byte(c.text))
			h := hostile{code: exitUnusable, says: c.says}
			h.judge(t, inChild(t, folder, nil, "policy", "check", "hostile.yaml"))
		})
	}
}

func indents(levels int) string {
	var out strings.Builder
	for i := range levels {
		fmt.Fprintf(&out, "%*sa%d:\n", i, "", i)
	}
	return out.String()
}
