package readers

// Files lists the files that arguments name, as Open finds them.
func Files(arguments []string) (names []string, err error) {
	files, err := findFiles(arguments)
	for i := range files {
		names = append(names, files[i].name)
	}
	return names, err
}
