"""The learned realiser: slots such as `food = French` to a sentence, by a small network whose every sentence is checked."""
