"""Registering frames: where each lies against the reference, and how bright it is.

``fusion.register.stack.register`` is the only place that knows the order of the steps.
"""
