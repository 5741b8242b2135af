"""Faults and kills: whatever happens, each notice stands once in its conversation."""
