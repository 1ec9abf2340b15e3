"""Fills a ministack, which runs functions and jobs for real."""

from pipeline import catalogue, crowd, invoke, make, put_raw, run

for name in ("reading", "listing", "invoking", "raising", "running", "failing", "crawling", "well"):
    make(name)

make("fraction", capacity=0.0625)
run("fraction")

put_raw("reading")
catalogue("reading")
run("reading", seconds="1.1")
run("reading", failure_rate="1")

crowd("listing", 1050)

put_raw("running")

catalogue("well")
invoke("well")
run("well")
