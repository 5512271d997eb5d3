// Package web writes the page with which a parent finds out, offline and in a browser,
// whether the program may be open to them, and how long a debt takes to pay off. The
// page holds the program's own engine, compiled to WebAssembly, and loads nothing.
package web

//go:generate go run ../../cmd/arrears-web/generate

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"text/template"
)

// What the page is made of. The engine and the script that starts it are of one
// toolchain; engine.sum says what they were built from.
var (
	//go:embed engine.wasm.gz
	packed []byte
	//go:embed wasm_exec.js
	support string
	//go:embed page.html
	frame string
	//go:embed page.css
	style string
	//go:embed page.js
	script string
)

// field is an input of the calculator.
type field struct{ Name, Type, Mode string }

// page fills the frame. Nothing in it is escaped: all of it is this program's own, and
// the policy escapes itself.
type page struct {
	Engine, Policy, Support, Script, Style string
	ScriptHashes, StyleHash                string
	Fields                                 []field
}

// Write writes the page for a policy, given as the engine takes it: JSON in which <, >
// and & are escaped. The same policy gives the same bytes.
func Write(w io.Writer, policy []byte) error {
	shape, err := template.New("page").Parse(frame)
	if err != nil {
		return fmt.Errorf("prepare the page: %w", err)
	}
	content := page{
		Engine: base64.StdEncoding.EncodeToString(packed), Policy: string(policy), Support: support, Script: script, Style: style,
		ScriptHashes: allowed(support) + " " + allowed(script), StyleHash: allowed(style),
		Fields: []field{{"principal", "text", "decimal"}, {"interest", "text", "decimal"}, {"upfront", "text", "decimal"},
			{"monthly", "text", "decimal"}, {"months", "text", "numeric"}, {"start", "date", ""}},
	}
	if err := shape.Execute(w, content); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// allowed names an inline script or style in the page's Content-Security-Policy: those
// and no others run.
func allowed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
