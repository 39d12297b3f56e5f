package flow

import "time"

// The places where a rider reads, or shows the screen to somebody, wait for as long as reading takes.

func (studying) patience(c Config) time.Duration     { return c.Reading }
func (quizzing) patience(c Config) time.Duration     { return c.Reading }
func (stories) patience(c Config) time.Duration      { return c.Reading }
func (offering) patience(c Config) time.Duration     { return c.Reading }
func (agreeing) patience(c Config) time.Duration     { return c.Reading }
func (memberForm) patience(c Config) time.Duration   { return c.Reading }
func (handed) patience(c Config) time.Duration       { return c.Reading }
func (announcement) patience(c Config) time.Duration { return c.Reading }
func (task) patience(c Config) time.Duration         { return c.Reading }
func (receipted) patience(c Config) time.Duration    { return c.Reading }
func (showing) patience(c Config) time.Duration      { return c.Reading }
func (reported) patience(c Config) time.Duration     { return c.Reading }
func (redeemed) patience(c Config) time.Duration     { return c.Reading }
func (helping) patience(c Config) time.Duration      { return c.Reading }
func (erasing) patience(c Config) time.Duration      { return c.Reading }
