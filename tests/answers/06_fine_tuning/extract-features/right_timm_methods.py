"""timm's own methods, a copy for torchvision."""


def extract_features(model, images, batch_size=64):
    twin = copy.deepcopy(model).eval()
    device = next(twin.parameters()).device
    parts = []
    with torch.no_grad():
        for i in range(0, len(images), batch_size):
            x = images[i : i + batch_size].to(device)
            if hasattr(twin, "forward_features"):
                parts.append(twin.forward_head(twin.forward_features(x), pre_logits=True).cpu())
            else:
                twin.heads = nn.Identity()
                parts.append(twin(x).cpu())
    return torch.cat(parts, dim=0)
