package policy

import "arrears/pipeline/policy/strictyaml"

// Error is a fault in a policy: where it is, what is wrong and what to do. Line and
// Column count from 1; they are 0 where the fault is not at one place of the file,
// and File is blank where there is no file.
type Error = strictyaml.Error
