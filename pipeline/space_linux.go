package pipeline

import "golang.org/x/sys/unix"

// freeSpace is how many bytes a user may still write to a folder's file system.
func freeSpace(folder string) (bytes int64, known bool) {
	var stat unix.Statfs_t
	if unix.Statfs(folder, &stat) != nil {
		return 0, false
	}
	return int64(stat.Bavail) * stat.Bsize, true
}
