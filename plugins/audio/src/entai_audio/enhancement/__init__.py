"""Stages that mend and master a recording; each is measured on damage made on purpose (`damage.py`)."""
