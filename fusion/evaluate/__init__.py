"""Whole data sets: run methods over them, measure, and report; `docs/lab/evaluate.md` says how.

One subject a file: ``datasets`` finds the pictures, ``contenders`` says who takes part, ``runs`` does
one picture, ``workers`` all of them side by side, ``records`` keeps the rows, ``statistics`` sums them
up, ``report`` shows them.
"""
