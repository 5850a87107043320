"""Writes torch-gradients.csv: gradients of the first steps of the authors' run, by PyTorch 2.13 in float64.

Usage: python make_gradients.py ../resources/dev/grok/models/toy
Needs torch==2.13.0 and safetensors. Two objectives: regression (the authors' targets) and classification (a 19-unit
output layer made of the first 19 rows of the 30-unit one). For each step and parameter two numbers: the Euclidean norm
of the gradient and its projection on sin(1), sin(2), ... in row-major order, which sees every permutation.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

folder = Path(sys.argv[1])
state = load_file(folder / "fig6b-initial-state.safetensors")
torch.set_num_threads(1)


def parameters(objective):
    p = {k: v.double().clone() for k, v in state.items() if k.startswith(("embedding", "decoder"))}
    if objective == "classification":
        p["decoder.4.weight"] = p["decoder.4.weight"][:19].clone()
        p["decoder.4.bias"] = p["decoder.4.bias"][:19].clone()
    return {k: v.requires_grad_() for k, v in p.items()}


def forward(p, pairs):
    h = p["embedding.weight"][pairs[:, 0]] + p["embedding.weight"][pairs[:, 1]]
    h = torch.tanh(h @ p["decoder.0.weight"].T + p["decoder.0.bias"])
    h = torch.tanh(h @ p["decoder.2.weight"].T + p["decoder.2.bias"])
    return h @ p["decoder.4.weight"].T + p["decoder.4.bias"]


rows = ["objective,optimizer,step,parameter,norm,projection"]
pairs, labels = state["train_pairs"].long(), state["train_labels"].long()
for objective in ("regression", "classification"):
    for optimizer in ("ADAMW", "ADAM", "SGD"):
        p = parameters(objective)
        emb, dec = [p["embedding.weight"]], [v for k, v in p.items() if k.startswith("decoder")]
        if optimizer == "SGD":
            optims = [
                torch.optim.SGD(emb, lr=1e-2, momentum=0.9, weight_decay=0.1),
                torch.optim.SGD(dec, lr=1e-2, momentum=0.9, weight_decay=0.1),
            ]
        else:
            kind = torch.optim.AdamW if optimizer == "ADAMW" else torch.optim.Adam
            optims = [kind(emb, lr=1e-3, weight_decay=0.5), kind(dec, lr=1e-3, weight_decay=0.5)]
        for step in range(4):
            out = forward(p, pairs)
            if objective == "regression":
                loss = ((out - state["targets"].double()[labels]) ** 2).mean()
            else:
                loss = torch.nn.functional.cross_entropy(out, labels)
            for o in optims:
                o.zero_grad()
            loss.backward()
            for name, v in p.items():
                g = v.grad.flatten()
                w = torch.sin(torch.arange(1, g.numel() + 1, dtype=torch.float64))
                rows.append(f"{objective},{optimizer},{step},{name},{g.norm().item():.17g},{(g @ w).item():.17g}")
            for o in optims:
                o.step()
(folder / "torch-gradients.csv").write_text("\n".join(rows) + "\n")
