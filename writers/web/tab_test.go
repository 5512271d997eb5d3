package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tab is the page in a browser, in the hands of one test.
type tab struct {
	t       *testing.T
	chrome  *chrome
	session string
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// needsBrowser skips the test where there is no browser.
func needsBrowser(t *testing.T) {
	t.Helper()
	if chromiumPath() == "" {
		t.Skip("no Chromium here, so the page is not tested in a browser")
	}
}

// open opens the page of a file in a window of a size. The scripts run before the page's.
func open(t *testing.T, page string, width, height int, scripts ...string) *tab {
	t.Helper()
	needsBrowser(t)
	browser, err := startChrome()
	check(t, err)
	b := &tab{t: t, chrome: browser}
	target := b.call("Target.createTarget", map[string]any{"url": "about:blank"}).text("targetId")
	b.session = b.call("Target.attachToTarget", map[string]any{"targetId": target, "flatten": true}).text("sessionId")
	t.Cleanup(func() { _, _ = browser.call("", "Target.closeTarget", map[string]any{"targetId": target}) })
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		b.call(domain+".enable", nil)
	}
	b.resize(width, height)
	for _, script := range scripts {
		b.call("Page.addScriptToEvaluateOnNewDocument", map[string]any{"source": script})
	}
	b.call("Page.navigate", map[string]any{"url": "file://" + page})
	b.until(`document.getElementById("loading")?.hidden`)
	return b
}

// call sends a command to the tab, or to the browser as long as there is none.
func (b *tab) call(method string, params map[string]any) result {
	b.t.Helper()
	r, err := b.chrome.call(b.session, method, params)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	return r
}

// eval evaluates an expression in the page into a value.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	r := b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true})
	if fault, ok := r["exceptionDetails"]; ok {
		b.t.Fatalf("%s: %v", expression, fault)
	}
	var value T
	text, err := json.Marshal(r["result"].(map[string]any)["value"])
	check(b.t, err)
	if err := json.Unmarshal(text, &value); err != nil {
		b.t.Fatalf("%s gives %s: %v", expression, text, err)
	}
	return value
}

// until waits for a condition.
func (b *tab) until(condition string) {
	b.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if eval[bool](b, "Boolean("+condition+")") {
			return
		}
	}
	b.t.Fatalf("not within 30 s: %s", condition)
}

func (b *tab) resize(width, height int) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
}

// click presses the mouse in the middle of an element.
func (b *tab) click(selector string) {
	b.t.Helper()
	at := eval[[]float64](b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center"});
		const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, selector))
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1})
	}
}

// focus puts the focus on an element.
func (b *tab) focus(selector string) {
	b.t.Helper()
	if !eval[bool](b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus(); return document.activeElement === e; })()`, selector)) {
		b.t.Fatalf("%s takes no focus", selector)
	}
}

// keys are those that tests press beside letters and figures.
var keys = map[string]map[string]any{
	"Tab":       {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9},
	"Enter":     {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
	"Space":     {"key": " ", "code": "Space", "windowsVirtualKeyCode": 32, "text": " "},
	"ArrowDown": {"key": "ArrowDown", "code": "ArrowDown", "windowsVirtualKeyCode": 40},
}

func (b *tab) press(name string) {
	b.t.Helper()
	down, up := map[string]any{"type": "keyDown"}, map[string]any{"type": "keyUp"}
	for property, value := range keys[name] {
		down[property] = value
		if property != "text" {
			up[property] = value
		}
	}
	b.call("Input.dispatchKeyEvent", down)
	b.call("Input.dispatchKeyEvent", up)
}

// tabTo presses Tab until an element has the focus.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 60 {
		if eval[bool](b, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			return
		}
		b.press("Tab")
	}
	b.t.Fatalf("Tab does not reach %s", selector)
}

// enter types letters and figures, key by key.
func (b *tab) enter(text string) {
	b.t.Helper()
	for _, letter := range text {
		b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "text": string(letter), "key": string(letter)})
		b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": string(letter)})
	}
}

// paste puts a text in where the focus is, at once.
func (b *tab) paste(text string) {
	b.t.Helper()
	b.call("Input.insertText", map[string]any{"text": text})
}

// shoot takes a picture of the whole page, if a folder for pictures is given.
func (b *tab) shoot(name string) {
	b.t.Helper()
	if *pictures == "" {
		return
	}
	picture := b.call("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true})
	data, err := base64.StdEncoding.DecodeString(picture.text("data"))
	check(b.t, err)
	check(b.t, os.WriteFile(filepath.Join(*pictures, name+".png"), data, 0o644))
}

// quiet makes sure that the page asked the network for nothing but itself, and that
// nothing went wrong in it.
func (b *tab) quiet() {
	b.t.Helper()
	b.chrome.mutex.Lock()
	defer b.chrome.mutex.Unlock()
	documents := 0
	for _, event := range b.chrome.events[b.session] {
		var p struct {
			Type    string
			Request struct{ URL string }
		}
		switch event.Method {
		case "Network.requestWillBeSent":
			check(b.t, json.Unmarshal(event.Params, &p))
			if p.Type == "Document" {
				documents++
				continue
			}
			if strings.HasPrefix(p.Request.URL, "data:") {
				continue // the browser's own icon in date fields
			}
		case "Runtime.consoleAPICalled", "Log.entryAdded", "Runtime.exceptionThrown":
		default:
			continue
		}
		b.t.Errorf("%s: %.500s", event.Method, event.Params)
	}
	if documents != 1 {
		b.t.Errorf("%d documents were asked for, not 1", documents)
	}
}
