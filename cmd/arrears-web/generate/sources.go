package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/build"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const (
	module   = "arrears"
	command  = "arrears/cmd/arrears-web"
	artifact = "writers/web/engine.wasm.gz"
	support  = "writers/web/wasm_exec.js"
	record   = "writers/web/engine.sum"
)

// sources lists what the engine is built from, one line each, sorted: every file of this
// module's packages that it imports, with its SHA-256, and every other module with its
// version. top is the folder of go.mod.
func sources(top string) ([]string, error) {
	var lines, outside []string
	seen := map[string]bool{command: true}
	for queue := []string{command}; len(queue) > 0; queue = queue[1:] {
		folder := strings.TrimPrefix(strings.TrimPrefix(queue[0], module), "/")
		files, imports, err := readPackage(filepath.Join(top, folder))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			line, err := hashLine(top, path.Join(folder, file))
			if err != nil {
				return nil, err
			}
			lines = append(lines, line)
		}
		for _, name := range imports {
			own := strings.HasPrefix(name, module+"/")
			switch {
			case seen[name]:
			case own:
				queue = append(queue, name)
			case strings.Contains(strings.Split(name, "/")[0], "."):
				outside = append(outside, name)
			}
			seen[name] = true
		}
	}
	modules, err := modulesOf(top, outside)
	lines = append(lines, modules...)
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(nameIn(a), nameIn(b)) })
	return lines, err
}

// nameIn is the file or module that a line is about.
func nameIn(line string) string {
	_, name, _ := strings.Cut(line, " ")
	return strings.TrimSpace(name)
}

// readPackage lists the files of a package as they count for the browser, those that it
// embeds too, and what it imports.
func readPackage(folder string) (files, imports []string, err error) {
	browser := build.Default
	browser.GOOS, browser.GOARCH, browser.CgoEnabled = "js", "wasm", false
	p, err := browser.ImportDir(folder, 0)
	if err != nil {
		return nil, nil, err
	}
	files = p.GoFiles
	for _, pattern := range p.EmbedPatterns {
		found, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, nil, err
		}
		for _, name := range found {
			relative, err := filepath.Rel(folder, name)
			if err != nil {
				return nil, nil, err
			}
			files = append(files, filepath.ToSlash(relative))
		}
	}
	return files, p.Imports, nil
}

// hashLine is a file's SHA-256 and its path, as sha256sum writes them.
func hashLine(top, file string) (string, error) {
	text, err := os.ReadFile(filepath.Join(top, filepath.FromSlash(file)))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]) + "  " + file, nil
}

// modulesOf says which version of which module, by go.mod, the packages are of.
func modulesOf(top string, packages []string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(top, "go.mod"))
	if err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) < 2 || !strings.HasPrefix(words[1], "v") {
			continue
		}
		of := func(name string) bool { return name == words[0] || strings.HasPrefix(name, words[0]+"/") }
		if slices.ContainsFunc(packages, of) {
			lines = append(lines, "module "+words[0]+" "+words[1])
		}
	}
	if len(packages) > 0 && len(lines) == 0 {
		return nil, fmt.Errorf("go.mod names no module of %v", packages)
	}
	return lines, nil
}
