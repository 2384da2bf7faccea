"""`juyao diff`: what changed between any two packages or folders of packages."""
