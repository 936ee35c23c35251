"""`python -m entai`."""

from entai.cli.main import main

main()
