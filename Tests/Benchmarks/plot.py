"""The plot of the scaling: microseconds and bytes a row against rows, both axes logarithmic."""
import math


def svg(points):
    width, height, left, top = 640, 320, 60, 30
    series = [("µs a row until queued", "#1f5fa8", [(r, 1e6 * s / r) for r, s, _ in points]),
              ("bytes a row at the peak", "#b3541e", [(r, m * 1048576 / r) for r, _, m in points])]
    values = [value for _, _, line in series for _, value in line]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(points[0][0]), math.log10(points[-1][0]) or 1

    def place(rows, value):
        x = left + (math.log10(rows) - first) / max(last - first, 1e-9) * (width - left - 20)
        y = top + (high - math.log10(value)) / max(high - low, 1) * (height - top - 40)
        return f"{x:.1f},{y:.1f}"

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
             'font-family="sans-serif" font-size="12">', '<rect width="100%" height="100%" fill="white"/>']
    for power in range(low, high + 1):
        y = place(points[0][0], 10 ** power).split(",")[1]
        parts.append(f'<line x1="{left}" x2="{width - 20}" y1="{y}" y2="{y}" stroke="#ddd"/>'
                     f'<text x="{left - 6}" y="{y}" text-anchor="end">{10 ** power:,}</text>')
    for rows, _, _ in points:
        x = place(rows, 10 ** low).split(",")[0]
        parts.append(f'<text x="{x}" y="{height - 18}" text-anchor="middle">{rows:,}</text>')
    parts.append(f'<text x="{width / 2}" y="{height - 3}" text-anchor="middle">rows</text>')
    for number, (name, color, line) in enumerate(series):
        dots = " ".join(place(*point) for point in line)
        parts.append(f'<polyline points="{dots}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.append(f'<text x="{left + 8 + 200 * number}" y="18" fill="{color}">{name}</text>')
    return "\n".join(parts + ["</svg>"])
