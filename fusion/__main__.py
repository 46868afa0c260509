"""``python -m fusion``: the command line."""

from models.running.process import begin_process, end_process

if __name__ == "__main__":
    begin_process()  # before the imports, which take long enough to be interrupted
    from fusion.cli import main

    end_process(main())
