"""`incamera up`: one supervisor for the engines and the api. `incamera.up.stack.Stack` is the same for tests."""
