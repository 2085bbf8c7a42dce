package insight

// Forget is what ending the program does to what is kept in memory.
func (s *Insight) Forget() {
	s.facts.forget()
	s.across.forget()
	s.unmet.forget()
	s.pictures.forget()
	s.plans.forget()
}
