"""What is true: values and rules, no input or output."""
