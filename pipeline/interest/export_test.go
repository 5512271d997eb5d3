package interest

// SetManyCharges makes months of more charges than n months of many, until undo is called.
func SetManyCharges(n int) (undo func()) {
	before := manyCharges
	manyCharges = n
	return func() { manyCharges = before }
}
