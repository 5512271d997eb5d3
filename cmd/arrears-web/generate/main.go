// Generate builds the engine of the page that `arrears web` writes: cmd/arrears-web for
// WebAssembly, compressed, with the script that the same toolchain brings for it, and a
// record of what it was built from. `go generate ./...` runs it; the same sources and the
// same toolchain give the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintf(os.Stderr, "generate the page's engine: %v\n", err)
		os.Exit(1)
	}
}

func generate() error {
	top, err := goTool("list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	wasm, err := compile(top)
	if err != nil {
		return err
	}
	packed, err := pack(wasm)
	if err != nil {
		return err
	}
	root, err := goTool("env", "GOROOT")
	if err != nil {
		return err
	}
	script, err := os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	err = errors.Join(write(top, artifact, packed), write(top, support, script))
	if err != nil {
		return err
	}
	built, err := sources(top)
	if err != nil {
		return err
	}
	text := recordHead + "toolchain " + runtime.Version() + "\n"
	for _, file := range []string{artifact, support} {
		line, err := hashLine(top, file)
		if err != nil {
			return err
		}
		text += line + "\n"
	}
	fmt.Printf("%s: %d bytes, of %d unpacked, by %s\n", artifact, len(packed), len(wasm), runtime.Version())
	return write(top, record, []byte(text+strings.Join(built, "\n")+"\n"))
}

const recordHead = "# What engine.wasm.gz was built from; written by `go generate ./...`.\n"

// goTool runs the go tool and gives what it prints.
func goTool(arguments ...string) (string, error) {
	command := exec.Command("go", arguments...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	return strings.TrimSpace(string(out)), err
}

// compile builds the engine without paths, versions and symbols.
func compile(top string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "arrears-web-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "engine.wasm")
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, "./"+strings.TrimPrefix(command, module+"/"))
	build.Dir, build.Stderr = top, os.Stderr
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=", "GOWASM=")
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("build %s: %w", command, err)
	}
	return os.ReadFile(file)
}

// pack compresses as well as gzip can, without a name or a time.
func pack(content []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}

func write(top, file string, content []byte) error {
	return os.WriteFile(filepath.Join(top, filepath.FromSlash(file)), content, 0o644)
}
