//go:build js && wasm

// Arrears-web is the program's engine for the page that `arrears web` writes: it offers
// the functions of package engine to the page's script.
package main

import (
	"syscall/js"

	"arrears/cmd/arrears-web/engine"
)

// main offers arrearsOpen(policy), which gives an error's text or the function
// call(name, request) with JSON on both sides.
func main() {
	js.Global().Set("arrearsOpen", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		opened, err := engine.New([]byte(arguments[0].String()))
		if err != nil {
			return err.Error()
		}
		return js.FuncOf(func(_ js.Value, arguments []js.Value) any {
			return string(opened.Call(arguments[0].String(), []byte(arguments[1].String())))
		})
	}))
	select {}
}
