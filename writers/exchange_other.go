//go:build !linux

package writers

import "errors"

func exchange(string, string) error { return errors.ErrUnsupported }
