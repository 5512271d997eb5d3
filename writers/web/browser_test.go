package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// chrome is a headless Chromium, driven through the pipe of its DevTools protocol. One
// serves all tests, each in a tab of its own.
type chrome struct {
	process  *exec.Cmd
	folder   string // its profile
	commands *os.File
	read     sync.WaitGroup // the goroutine that reads answers

	mutex   sync.Mutex
	next    int
	waiting map[int]chan message
	events  map[string][]message // by session
	ended   error
}

// message is a command's answer or an event.
type message struct {
	ID      int             `json:"id"`
	Session string          `json:"sessionId"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   *struct{ Message string }
}

// started is the one browser, started by the first test that needs it; nil if none did.
var (
	started     *chrome
	startChrome = sync.OnceValues(func() (*chrome, error) {
		c, err := newChrome(chromiumPath())
		started = c
		return c, err
	})
)

func TestMain(m *testing.M) {
	code := m.Run()
	if started != nil {
		started.close()
	}
	os.Exit(code)
}

// chromiumPath finds a browser; blank if there is none.
func chromiumPath() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless_shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func newChrome(path string) (*chrome, error) {
	folder, err := os.MkdirTemp("", "arrears-web-test-")
	if err != nil {
		return nil, err
	}
	fromUs, commands, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	answers, toUs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c := &chrome{folder: folder, commands: commands, waiting: map[int]chan message{}, events: map[string][]message{}}
	c.process = exec.Command(path, "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--lang=en-US", "--hide-scrollbars",
		"--no-first-run", "--disable-extensions", "--disable-background-networking", "--user-data-dir="+folder, "about:blank")
	c.process.Env = append(os.Environ(), "LANGUAGE=en_US", "LC_ALL=C.UTF-8", "TZ=America/Los_Angeles")
	c.process.ExtraFiles = []*os.File{fromUs, toUs}
	if err := c.process.Start(); err != nil {
		return nil, err
	}
	c.read.Add(1)
	go c.receive(answers)
	return c, errors.Join(fromUs.Close(), toUs.Close())
}

// close ends the browser: it does so when its pipe does, or is made to.
func (c *chrome) close() {
	_ = c.commands.Close()
	timer := time.AfterFunc(10*time.Second, func() { _ = c.process.Process.Kill() })
	_ = c.process.Wait()
	timer.Stop()
	c.read.Wait()
	_ = os.RemoveAll(c.folder)
}

// receive hands each answer to who waits for it and keeps the events, until the browser
// ends.
func (c *chrome) receive(answers *os.File) {
	defer c.read.Done()
	defer answers.Close()
	in := bufio.NewReaderSize(answers, 1<<20)
	for {
		text, err := in.ReadBytes(0)
		var m message
		if err == nil {
			err = json.Unmarshal(bytes.TrimSuffix(text, []byte{0}), &m)
		}
		if !c.deliver(m, err) {
			return
		}
	}
}

// deliver takes one message; false once there are no more.
func (c *chrome) deliver(m message, err error) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if err != nil {
		c.ended = err
		for _, waiting := range c.waiting {
			close(waiting)
		}
		c.waiting = nil
		return false
	}
	if waiting, ok := c.waiting[m.ID]; ok && m.ID > 0 {
		waiting <- m // it has room for one
		delete(c.waiting, m.ID)
		return true
	}
	c.events[m.Session] = append(c.events[m.Session], m)
	return true
}

// result is what a command gave.
type result map[string]any

// text is one of its values.
func (r result) text(name string) string {
	text, _ := r[name].(string)
	return text
}

// call sends a command, to a session if one is given, and waits for its answer.
func (c *chrome) call(session, method string, params map[string]any) (result, error) {
	answer := make(chan message, 1)
	c.mutex.Lock()
	if c.ended != nil {
		c.mutex.Unlock()
		return nil, c.ended
	}
	c.next++
	id := c.next
	c.waiting[id] = answer
	c.mutex.Unlock()
	command := map[string]any{"id": id, "method": method}
	if params != nil {
		command["params"] = params
	}
	if session != "" {
		command["sessionId"] = session
	}
	text, err := json.Marshal(command)
	if err == nil {
		_, err = c.commands.Write(append(text, 0))
	}
	if err != nil {
		return nil, err
	}
	select {
	case m, ok := <-answer:
		switch {
		case !ok:
			return nil, errors.New("the browser has ended")
		case m.Error != nil:
			return nil, errors.New(m.Error.Message)
		}
		var r result
		return r, json.Unmarshal(m.Result, &r)
	case <-time.After(30 * time.Second):
		return nil, errors.New("no answer in 30 s")
	}
}
