package main

import (
	"os"
	"os/user"
	"strconv"

	"arrears/writers"
)

// holder is who runs this process, as the lock of an output and the audit trail say it.
func holder() writers.Holder {
	host, _ := os.Hostname() // a host without a name leaves it blank
	name := strconv.Itoa(os.Getuid())
	if known, err := user.Current(); err == nil && known.Username != "" {
		name = known.Username
	}
	return writers.Holder{User: name, Host: host, Process: os.Getpid()}
}
