"""The command line: it reads words, calls one public function, and prints. No logic lives here."""
