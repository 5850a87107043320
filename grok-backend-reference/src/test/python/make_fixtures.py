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


def activation(name, function):
    x = torch.randn(6, 7, requires_grad=True)
    bias = torch.randn(7, requires_grad=True)
    weights = torch.randn(6, 7)
    out = function(x + bias)
    out.backward(weights)
    line(name + ".in", x)
    line(name + ".bias", bias)
    line(name + ".dOut", weights)
    line(name + ".out", out)
    line(name + ".dIn", x.grad)
    line(name + ".dBias", bias.grad)


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


def layer_norm():
    x = (3 * torch.randn(6, 7) + 1).requires_grad_()
    weight = torch.randn(7, requires_grad=True)
    bias = torch.randn(7, requires_grad=True)
    weights = torch.randn(6, 7)
    out, mean, deviation = torch.native_layer_norm(x, [7], weight, bias, 1e-5)
    out.backward(weights)
    line("layerNorm.in", x)
    line("layerNorm.weight", weight)
    line("layerNorm.bias", bias)
    line("layerNorm.dOut", weights)
    line("layerNorm.out", out)
    line("layerNorm.mean", mean)
    line("layerNorm.inverseDeviation", deviation)
    line("layerNorm.dIn", x.grad)
    line("layerNorm.dWeight", weight.grad)
    line("layerNorm.dBias", bias.grad)


def attention():
    values = 2 * torch.randn(2, 5, 18)
    weights = torch.randn(2, 5, 6)
    line("attention.qkv", values)
    line("attention.dOut", weights)
    for name, causal in [("NONE", False), ("CAUSAL", True)]:
        qkv = values.clone().requires_grad_()
        q, k, v = (x.reshape(2, 5, 3, 2).transpose(1, 2) for x in qkv.chunk(3, dim=2))
        out = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
        out = out.transpose(1, 2).reshape(2, 5, 6)
        out.backward(weights)
        scores = q @ k.transpose(2, 3) / 2**0.5
        if causal:
            scores = scores.masked_fill(torch.ones(5, 5).triu(1) > 0, -torch.inf)
        line(f"attention.{name}.out", out)
        line(f"attention.{name}.logSumExp", scores.logsumexp(3))
        line(f"attention.{name}.dQkv", qkv.grad)


def embedding_product():
    table = torch.randn(5, 3, 3, requires_grad=True)
    ids = torch.randint(0, 5, (6, 2))
    weights = torch.randn(6, 3, 3)
    out = table[ids[:, 0]] @ table[ids[:, 1]]
    out.backward(weights)
    line("embeddingProduct.table", table)
    line("embeddingProduct.ids", ids)
    line("embeddingProduct.dOut", weights)
    line("embeddingProduct.out", out)
    line("embeddingProduct.dTable", table.grad)


losses()
activation("tanh", torch.tanh)
embedding()
optimizer("adam.NONE", lambda p: torch.optim.Adam(p, lr=0.01))
optimizer("adam.L2", lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.3))
optimizer("adam.DECOUPLED", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.3))
optimizer("adam.betas", lambda p: torch.optim.Adam(p, lr=0.3, betas=(0.5, 0.98), eps=1e-3))
optimizer("sgd.NONE", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9))
optimizer("sgd.L2", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.3))
activation("gelu", torch.nn.functional.gelu)
activation("leakyRelu", torch.nn.functional.leaky_relu)
layer_norm()
attention()
embedding_product()
