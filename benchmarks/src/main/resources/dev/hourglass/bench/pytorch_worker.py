"""PyTorch: eager, with channels last, or compiled."""
import numpy
import torch
from torch import nn
from torch.nn import functional

import worker


class Denoise(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.layers = nn.ModuleList([
            nn.Conv2d(1, channels, 3, 1, 1), nn.Conv2d(channels, channels, 3, 2, 1),
            nn.Conv2d(channels, channels, 3, 2, 1),
            nn.ConvTranspose2d(channels, channels, 3, 2, 1, 1), nn.ConvTranspose2d(channels, channels, 3, 1, 1),
            nn.ConvTranspose2d(channels, channels, 3, 2, 1, 1), nn.Conv2d(channels, 1, 3, 1, 1)])

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = functional.relu(layer(x), inplace=True)
        return self.layers[-1](x)

    @staticmethod
    def loss(logits, target):
        return functional.binary_cross_entropy_with_logits(logits, target)


class Compress(nn.Module):
    def __init__(self, channels, side, latent):
        super().__init__()
        self.layers = nn.ModuleList([
            nn.Conv2d(1, channels, 3, 1, 1), nn.Conv2d(channels, channels, 3, 1, 1),
            nn.Linear(channels * (side // 4) ** 2, latent), nn.Linear(latent, side * side)])

    def forward(self, x):
        for layer in self.layers[:2]:
            x = functional.max_pool2d(functional.relu(layer(x), inplace=True), 2)
        return self.layers[3](self.layers[2](x.flatten(1)))

    @staticmethod
    def loss(logits, target):
        return functional.mse_loss(torch.sigmoid(logits), target.flatten(1))


class Contestant:
    def __init__(self, variant, work, data, threads):
        torch.set_num_threads(threads)
        self.variant = variant
        self.training = work["task"] == "TRAIN"
        size = work["size"]
        if variant == "compiled" and not self.training:
            raise NotImplementedError("compiled for training only: compiling takes minutes")
        last = variant == "channels-last"
        self.format = torch.channels_last if last else torch.contiguous_format
        if work["model"] == "DENOISE":
            model = Denoise(size["channels"])
        else:
            model = Compress(size["channels"], size["side"], data.parameters[4].shape[1])
        self.load(model, data)
        self.model = model.to(memory_format=self.format).train(self.training)
        batch = size["batch"]
        self.inputs = [self.images(data.input(i, batch)) for i in range(data.batches(batch))]
        self.targets = [self.images(data.clean(i, batch)) for i in range(data.batches(batch))]
        self.optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        self.steps = 0

        def objective(x, y):
            return type(model).loss(self.model(x), y)

        self.objective = torch.compile(objective) if variant == "compiled" else objective

    @staticmethod
    def load(model, data):
        spatial = None
        for i, layer in enumerate(model.layers):
            weights, bias = torch.tensor(data.parameters[2 * i]), torch.tensor(data.parameters[2 * i + 1])
            if weights.dim() == 4:
                weights = weights.permute(0, 3, 1, 2)
                spatial = weights.shape[0]
            elif spatial:
                side = int(numpy.sqrt(weights.shape[0] // spatial))
                weights = weights.reshape(side, side, spatial, -1).permute(2, 0, 1, 3).flatten(0, 2).t()
                spatial = None
            else:
                weights = weights.t()
            with torch.no_grad():
                layer.weight.copy_(weights)
                layer.bias.copy_(bias)

    def images(self, values):
        return torch.tensor(values).permute(0, 3, 1, 2).contiguous(memory_format=self.format)

    def name(self):
        return "PyTorch " + torch.__version__ + ", " + self.variant

    def train(self):
        at = self.steps % len(self.inputs)
        self.steps += 1
        self.optimizer.zero_grad()
        loss = self.objective(self.inputs[at], self.targets[at])
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def infer(self):
        at = self.steps % len(self.inputs)
        self.steps += 1
        with torch.inference_mode():
            self.result = torch.sigmoid(self.model(self.inputs[at]))

    def output(self):
        return self.result[0].flatten().tolist()


worker.serve(Contestant)
