package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/cmd/arrears-web/engine"
	"arrears/pipeline/interview"
)

// runner starts the engine in Node, as the page's script does in a browser, and calls it
// with every request.
const runner = `
const fs = require("fs");
require("./wasm_exec.js");
const go = new Go();
WebAssembly.instantiate(fs.readFileSync("engine.wasm"), go.importObject).then(({ instance }) => {
	go.run(instance);
	const call = arrearsOpen(fs.readFileSync("policy.json", "utf8"));
	const requests = JSON.parse(fs.readFileSync("requests.json", "utf8"));
	fs.writeFileSync("answers.json", JSON.stringify(requests.map(([name, request]) => JSON.parse(call(name, JSON.stringify(request))))));
	console.log(arrearsOpen("{}"));
	process.exit(0);
});
`

// The compiled engine answers as the functions it was compiled from.
func TestTheCompiledEngineAnswersAsItsSource(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node here, so the compiled engine is not run outside a browser")
	}
	folder := t.TempDir()
	put := func(name string, content []byte) {
		t.Helper()
		check(t, os.WriteFile(filepath.Join(folder, name), content, 0o600))
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	check(t, err)
	wasm, err := io.ReadAll(unpacked)
	check(t, err)
	policy, err := engine.EncodePolicy(load(t, "california-debt-reduction"))
	check(t, err)
	var requests [][2]any
	for _, l := range interview.Languages() {
		for _, answers := range scenarios() {
			read := map[string]string{}
			for _, a := range wanted(t, load(t, "california-debt-reduction"), l, answers).Answers {
				read[a.ID] = a.Answer
			}
			requests = append(requests, [2]any{"decide", map[string]any{"language": l, "as_of": asOf, "answers": read}})
		}
		requests = append(requests, [2]any{"words", map[string]any{"language": l, "as_of": asOf}},
			[2]any{"next", map[string]any{"language": l, "as_of": asOf}},
			[2]any{"answer", map[string]any{"language": l, "as_of": asOf, "id": "assets", "value": "-1"}},
			[2]any{"payoff", map[string]any{"language": l, "as_of": asOf, "payoff": engine.PayoffForm{Principal: "3000", By: "months", Months: "36", Start: "2026-12-31"}}})
	}
	text, err := json.Marshal(requests)
	check(t, err)
	put("wasm_exec.js", []byte(support))
	put("engine.wasm", wasm)
	put("policy.json", policy)
	put("requests.json", text)
	put("run.js", []byte(runner))
	command := exec.Command(node, "run.js")
	command.Dir = folder
	out, err := command.CombinedOutput()
	if err != nil || string(out) != "read the policy: it has no name or no rates\n" {
		t.Fatalf("%v\n%s", err, out)
	}
	content, err := os.ReadFile(filepath.Join(folder, "answers.json"))
	check(t, err)
	var got []any
	check(t, json.Unmarshal(content, &got))
	native, err := engine.New(policy)
	check(t, err)
	for i, request := range requests {
		input, err := json.Marshal(request[1])
		check(t, err)
		var want any
		check(t, json.Unmarshal(native.Call(request[0].(string), input), &want))
		if diff := cmp.Diff(want, got[i]); diff != "" {
			t.Errorf("%s %s: the source (-) and the compiled engine (+) differ:\n%s", request[0], input, diff)
		}
	}
}
