"""Checks of a report's arithmetic: `rules.RULES` names them all, `facts.Facts` is what they look at."""

from nlp.audit.rules import RULES, Rule, audit

__all__ = ["RULES", "Rule", "audit"]
