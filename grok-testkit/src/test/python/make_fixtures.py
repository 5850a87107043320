"""Writes torch-float64.csv: what PyTorch computes in float64, for ReferenceAgainstPyTorchTest.

Usage: python make_fixtures.py > ../resources/torch-float64.csv
A line is a name and the elements, row-major, as the shortest decimals that give the same doubles.
"""

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(20220525)


def line(name, tensor):
    print(",".join([name] + [repr(x) for x in tensor.detach().reshape(-1).tolist()]))


def losses():
    logits = (4 * torch.randn(6, 7)).requires_grad_()
    labels = torch.randint(0, 7, (6,))
    loss = torch.nn.functional.cross_entropy(logits, labels)
    loss.backward()
    line("crossEntropy.logits", logits)
    line("crossEntropy.labels", labels)
    line("crossEntropy.loss", loss)
    line("crossEntropy.dLogits", logits.grad)

    predictions = torch.randn(6, 7, requires_grad=True)
    targets = torch.randn(6, 7)
    loss = torch.nn.functional.mse_loss(predictions, targets)
    loss.backward()
    line("squaredError.predictions", predictions)
    line("squaredError.targets", targets)
    line("squaredError.loss", loss)
    line("squaredError.dPredictions", predictions.grad)


def tanh():
    x = torch.randn(6, 7, requires_grad=True)
    bias = torch.randn(7, requires_grad=True)
    weights = torch.randn(6, 7)
    out = torch.tanh(x + bias)
    out.backward(weights)
    line("tanh.in", x)
    line("tanh.bias", bias)
    line("tanh.dOut", weights)
    line("tanh.out", out)
    line("tanh.dIn", x.grad)
    line("tanh.dBias", bias.grad)


def embedding():
    table = torch.randn(5, 3, requires_grad=True)
    ids = torch.randint(0, 5, (6, 2))
    weights = torch.randn(6, 3)
    out = torch.nn.functional.embedding_bag(ids, table, mode="sum")
    out.backward(weights)
    line("embedding.table", table)
    line("embedding.ids", ids)
    line("embedding.dOut", weights)
    line("embedding.out", out)
    line("embedding.dTable", table.grad)


def optimizer(name, make):
    parameter = torch.randn(9, requires_grad=True)
    line(name + ".start", parameter)
    updates = make([parameter])
    for step in range(5):
        gradient = torch.randn(9)
        line(f"{name}.gradient.{step}", gradient)
        parameter.grad = gradient.clone()
        updates.step()
        line(f"{name}.parameter.{step}", parameter)


losses()
tanh()
embedding()
optimizer("adam.NONE", lambda p: torch.optim.Adam(p, lr=0.01))
optimizer("adam.L2", lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.3))
optimizer("adam.DECOUPLED", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.3))
optimizer("adam.betas", lambda p: torch.optim.Adam(p, lr=0.3, betas=(0.5, 0.98), eps=1e-3))
optimizer("sgd.NONE", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9))
optimizer("sgd.L2", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.3))
