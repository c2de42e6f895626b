"""What the model servers share: text tensors of the Open Inference Protocol v2, and a KServe server bound to one address."""
