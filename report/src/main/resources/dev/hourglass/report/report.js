// Draws the charts that lie in the page as JSON, and makes its buttons work.
(function () {
    'use strict';

    // Told apart by colour-blind people, too; each group of points has a shape of its own besides.
    const LIGHT = {
        ink: '#1b1f24', soft: '#57606a', rule: '#d8dde3', grid: '#e8ebef', paper: '#ffffff', reference: '#57606a',
        series: ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#c98900', '#3fa0d8', '#332288', '#7f7f2a', '#882255', '#666666'],
    };
    const DARK = {
        ink: '#e6e9ed', soft: '#a3adb8', rule: '#353c46', grid: '#272d35', paper: '#14171c', reference: '#a3adb8',
        series: ['#56b4e9', '#f0844c', '#2fbf94', '#dd8acb', '#f0c14a', '#b8e0f5', '#a79cf0', '#c9c95a', '#e8859f', '#bbbbbb'],
    };
    const SHAPES = ['circle', 'rect', 'triangle', 'diamond'];
    const PRINT_WIDTH = 660;
    const MOST_SVG_POINTS = 3000;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    let printing = false;

    const number = value => (typeof value === 'number' && Number.isFinite(value) ? value : null);
    const palette = () => (dark.matches && !printing ? DARK : LIGHT);

    function words(value) {
        if (value === null || value === undefined) return '–';
        if (Number.isInteger(value) && Math.abs(value) < 1e9) return value.toLocaleString('en-US');
        const size = Math.abs(value);
        return size >= 1e-4 && size < 1e6 ? String(Number(value.toPrecision(5))) : value.toExponential(2);
    }

    const POWERS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
    function tick(value) {
        const size = Math.abs(value);
        if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
            const power = Math.floor(Math.log10(size) + 1e-9);
            const factor = Number((value / 10 ** power).toPrecision(3));
            const raised = String(Math.abs(power)).split('').map(d => POWERS[+d]).join('');
            return (factor === 1 ? '' : factor + '·') + '10' + (power < 0 ? '⁻' : '') + raised;
        }
        return String(Number(value.toPrecision(6)));
    }

    function element(tag, className, text) {
        const made = document.createElement(tag);
        if (className) made.className = className;
        if (text !== undefined) made.textContent = text;
        return made;
    }

    function axis(spec, colours, which) {
        const log = spec.scale === 'LOG';
        const x = which === 'x';
        return {
            type: log ? 'log' : 'value', logBase: spec.base || 10, name: spec.label, nameLocation: 'middle', nameGap: x ? 30 : 14,
            min: number(spec.min) === null ? undefined : spec.min, max: number(spec.max) === null ? undefined : spec.max,
            scale: true, splitNumber: 5,
            nameTextStyle: { color: colours.soft, fontSize: 13, ...(x ? {} : { align: 'left', verticalAlign: 'bottom' }) },
            ...(x ? {} : { nameLocation: 'end', nameRotate: 0 }),
            axisLine: { show: x, onZero: false, lineStyle: { color: colours.rule } }, axisTick: { show: false },
            axisLabel: { color: colours.soft, formatter: log ? value => tick(Number(value.toPrecision(2))) : tick, hideOverlap: true, fontSize: 12 },
            splitLine: { lineStyle: { color: colours.grid } },
        };
    }

    // A logarithmic axis of less than a power of ten would have one label, or none.
    function fitting(spec, values) {
        const usable = values.filter(each => number(each) !== null && each > 0);
        const ratio = usable.length ? usable.reduce((a, b) => Math.max(a, b)) / usable.reduce((a, b) => Math.min(a, b)) : 1;
        if (spec.scale !== 'LOG') return spec;
        return ratio < 10 ? { ...spec, scale: 'LINEAR' } : { ...spec, base: ratio < 300 ? Math.sqrt(10) : 10 };
    }

    function references(list, colours) {
        if (!list || list.length === 0) return undefined;
        return {
            silent: true, symbol: 'none', animation: false,
            lineStyle: { color: colours.reference, type: [4, 4], width: 1.2 },
            label: { color: colours.soft, fontSize: 12, formatter: p => p.name, textBorderColor: colours.paper, textBorderWidth: 3 },
            data: list.filter(each => number(each.at) !== null).map((each, i) => (each.direction === 'HORIZONTAL'
                ? { name: each.name, yAxis: each.at, label: { position: i % 2 ? 'insideStartTop' : 'insideEndTop' } }
                : { name: each.name, xAxis: each.at, label: { position: 'insideEndTop', rotate: 90, distance: [4, 3] } })),
        };
    }

    function frame(chart, colours, options) {
        return {
            animation: false, backgroundColor: 'transparent', color: colours.series,
            textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
            grid: { left: 8, right: 18, top: 34, bottom: 30, containLabel: true },
            legend: { show: false }, tooltip: tooltip(colours), ...options,
        };
    }

    function tooltip(colours) {
        return {
            confine: true, backgroundColor: colours.paper, borderColor: colours.rule, textStyle: { color: colours.ink },
            transitionDuration: 0, axisPointer: { type: 'line', lineStyle: { color: colours.soft, width: 1 } },
        };
    }

    function tipRow(colour, name, value) {
        const row = element('div', 'tip-row');
        const dot = element('span', 'tip-dot');
        dot.style.background = colour;
        row.append(dot, element('span', '', name), element('b', '', value));
        return row;
    }

    const LINES = {
        names: spec => spec.lines.map(each => each.name),
        mark: (spec, i) => (spec.lines[i].style === 'DASHED' ? 'dash' : 'line'),
        empty: spec => !spec.lines.some(line => line.points.some(p => number(p[0]) !== null && number(p[1]) !== null)),
        options(given, colours) {
            const points = given.lines.flatMap(line => line.points);
            const marks = direction => given.references.filter(each => each.direction === direction).map(each => each.at);
            const spec = {
                ...given, x: fitting(given.x, points.map(p => p[0]).concat(marks('VERTICAL'))),
                y: fitting(given.y, points.map(p => p[1]).concat(marks('HORIZONTAL'))),
            };
            const usable = p => [spec.x.scale === 'LOG' && !(p[0] > 0) ? null : number(p[0]), spec.y.scale === 'LOG' && !(p[1] > 0) ? null : number(p[1])];
            const series = spec.lines.map((line, i) => {
                const faint = line.style === 'FAINT';
                const points = line.points.map(usable).filter(p => p[0] !== null);
                return {
                    type: 'line', name: line.name, data: points, z: faint ? 1 : 3,
                    symbol: SHAPES[i % SHAPES.length], symbolSize: points.length > 1 ? 6 : 9,
                    showSymbol: !faint && (line.style === 'MARKED' || points.length < 13), showAllSymbol: true,
                    sampling: points.length > 2000 ? 'lttb' : undefined,
                    lineStyle: { width: faint ? 1 : 2.2, opacity: faint ? 0.45 : 1, type: line.style === 'DASHED' ? [7, 4] : 'solid' },
                    itemStyle: { color: colours.series[i % colours.series.length] },
                    emphasis: { disabled: true },
                };
            });
            if (series.length) series[0].markLine = references(spec.references, colours);
            const options = frame(spec, colours, { xAxis: axis(spec.x, colours, 'x'), yAxis: axis(spec.y, colours, 'y'), series });
            options.tooltip.trigger = 'axis';
            options.tooltip.formatter = items => {
                const tip = element('div', 'tip');
                tip.append(element('div', '', spec.x.label + ' ' + words(items[0].value[0])));
                for (const item of items) tip.append(tipRow(item.color, item.seriesName, words(item.value[1])));
                return tip;
            };
            return options;
        },
    };

    const SCATTER = {
        square: true,
        names: spec => spec.groups.map(each => each.name),
        mark: (spec, i) => SHAPES[i % SHAPES.length],
        empty: spec => !spec.groups.some(group => group.marks.some(m => number(m[0]) !== null && number(m[1]) !== null)),
        size: spec => spec.groups.reduce((sum, group) => sum + group.marks.length, 0),
        options(spec, colours) {
            const count = SCATTER.size(spec);
            const series = spec.groups.map((group, i) => ({
                type: 'scatter', name: group.name, symbol: SHAPES[i % SHAPES.length],
                symbolSize: count > 4000 ? 4 : count > 800 ? 5 : 7,
                data: group.marks.filter(m => number(m[0]) !== null && number(m[1]) !== null).map(m => ({ value: [m[0], m[1]], text: m[2], thumbnail: m[3] })),
                itemStyle: { color: colours.series[i % colours.series.length], opacity: count > 800 ? 0.65 : 0.8 },
                emphasis: { disabled: true },
            }));
            const options = frame(spec, colours, { xAxis: axis(spec.x, colours, 'x'), yAxis: axis(spec.y, colours, 'y'), series });
            options.tooltip.trigger = 'item';
            options.tooltip.formatter = item => {
                const tip = element('div', 'tip');
                if (spec.thumbnails && item.data.thumbnail >= 0) tip.append(thumbnail(spec.thumbnails, item.data.thumbnail));
                tip.append(tipRow(item.color, item.seriesName, ''));
                if (item.data.text) tip.append(element('div', '', item.data.text));
                return tip;
            };
            return options;
        },
    };

    function thumbnail(sprite, index) {
        const zoom = Math.max(1, Math.round(96 / Math.max(sprite.width, sprite.height)));
        const image = element('div', 'tip-image');
        image.style.width = sprite.width * zoom + 'px';
        image.style.height = sprite.height * zoom + 'px';
        image.style.backgroundImage = 'url("' + sprite.picture + '")';
        image.style.backgroundSize = sprite.columns * sprite.width * zoom + 'px auto';
        image.style.backgroundPosition = -(index % sprite.columns) * sprite.width * zoom + 'px ' + -Math.floor(index / sprite.columns) * sprite.height * zoom + 'px';
        return image;
    }

    const HISTOGRAM = {
        names: spec => spec.groups.map(each => each.name),
        mark: () => 'block',
        empty: spec => !spec.groups.some(group => group.counts.some(each => each > 0)),
        options(spec, colours) {
            const share = spec.heights === 'SHARE';
            const several = spec.groups.length > 1;
            const series = spec.groups.map((group, i) => {
                const sum = group.counts.reduce((a, b) => a + b, 0);
                const heights = group.counts.map(each => (share ? (sum ? each / sum : 0) : each));
                // Steps along the edges of the bins: each bin begins with its height.
                const data = spec.edges.map((edge, at) => [edge, at < heights.length ? heights[at] : 0]);
                return {
                    type: 'line', name: group.name, step: 'end', data: [[spec.edges[0], 0], ...data], symbol: 'none',
                    lineStyle: { width: 1.6 }, areaStyle: { opacity: several ? 0.3 : 0.55 },
                    itemStyle: { color: colours.series[i % colours.series.length] }, emphasis: { disabled: true },
                };
            });
            if (series.length) series[0].markLine = references(spec.references, colours);
            const from = spec.edges[0], to = spec.edges[spec.edges.length - 1];
            const x = { ...fitting(spec.x, [from, to]), min: number(spec.x.min) === null ? from : spec.x.min, max: number(spec.x.max) === null ? to : spec.x.max };
            const y = { label: share ? 'share of the group' : 'number', scale: 'LINEAR', min: 0, max: null };
            const options = frame(spec, colours, { xAxis: axis(x, colours, 'x'), yAxis: axis(y, colours, 'y'), series });
            // The ends of the data are no round numbers.
            Object.assign(options.xAxis.axisLabel, { showMinLabel: false, showMaxLabel: false });
            options.tooltip.trigger = 'axis';
            options.tooltip.formatter = items => {
                const at = Math.min(Math.max(items[0].dataIndex - 1, 0), spec.edges.length - 2);
                const tip = element('div', 'tip');
                tip.append(element('div', '', words(spec.edges[at]) + ' to ' + words(spec.edges[at + 1])));
                for (const item of items) {
                    const counts = spec.groups[item.seriesIndex].counts;
                    const sum = counts.reduce((a, b) => a + b, 0);
                    tip.append(tipRow(item.color, item.seriesName, words(counts[at]) + (share && sum ? ' (' + words(100 * counts[at] / sum) + ' %)' : '')));
                }
                return tip;
            };
            return options;
        },
    };

    const BARS = {
        names: () => [],
        empty: spec => !spec.bars.some(each => number(each.value) !== null),
        height: spec => 70 + 28 * spec.bars.length,
        options(spec, colours, width) {
            const options = frame(spec, colours, {
                xAxis: { ...axis(spec.axis, colours, 'x'), scale: false },
                yAxis: {
                    type: 'category', inverse: true, data: spec.bars.map(each => each.name), axisTick: { show: false },
                    axisLine: { lineStyle: { color: colours.rule } },
                    axisLabel: { color: colours.ink, fontSize: 12, width: Math.min(260, width * 0.4), overflow: 'break', lineHeight: 13, interval: 0 },
                },
                series: [{
                    type: 'bar', data: spec.bars.map(each => number(each.value)), barMaxWidth: 18, itemStyle: { color: colours.series[0] },
                    label: { show: true, position: 'right', color: colours.soft, fontSize: 12, formatter: p => words(p.value) }, emphasis: { disabled: true },
                }],
            });
            options.grid.top = 8;
            options.grid.right = 60;
            options.tooltip.trigger = 'item';
            options.tooltip.formatter = item => {
                const tip = element('div', 'tip');
                tip.append(tipRow(item.color, item.name, words(item.value)));
                return tip;
            };
            return options;
        },
    };

    const KINDS = { lines: LINES, scatter: SCATTER, histogram: HISTOGRAM, bars: BARS };

    const MARKS = {
        line: c => `<path d="M1 7h20" stroke="${c}" stroke-width="2.5"/>`,
        dash: c => `<path d="M1 7h20" stroke="${c}" stroke-width="2.5" stroke-dasharray="6 3"/>`,
        block: c => `<rect x="4" y="1" width="14" height="12" fill="${c}" fill-opacity=".5" stroke="${c}"/>`,
        circle: c => `<circle cx="11" cy="7" r="5" fill="${c}"/>`,
        rect: c => `<rect x="6" y="2" width="10" height="10" fill="${c}"/>`,
        triangle: c => `<path d="M11 1l6 11H5z" fill="${c}"/>`,
        diamond: c => `<path d="M11 0l6 7-6 7-6-7z" fill="${c}"/>`,
    };

    class Chart {
        constructor(figure) {
            this.spec = JSON.parse(figure.querySelector('script').textContent);
            this.kind = KINDS[this.spec.kind];
            this.plot = figure.querySelector('.plot');
            this.legend = figure.querySelector('.legend');
            this.hidden = {};
            if (this.kind.empty(this.spec)) {
                this.plot.replaceWith(element('p', 'plot-empty', 'There is nothing to draw: no finite numbers.'));
                return;
            }
            if (this.kind.square) this.plot.classList.add('square');
            if (this.kind.height) this.plot.style.height = this.kind.height(this.spec) + 'px';
            const names = this.kind.names(this.spec);
            this.buttons = names.length > 1 || names.length && this.spec.kind === 'lines' ? names.map((name, i) => this.button(name, i)) : [];
            this.draw();
        }

        button(name, i) {
            const button = element('button');
            button.type = 'button';
            button.setAttribute('aria-pressed', 'true');
            button.append(element('span'), element('span', '', name));
            button.addEventListener('click', () => {
                this.hidden[i] = !this.hidden[i];
                button.setAttribute('aria-pressed', String(!this.hidden[i]));
                this.draw();
            });
            this.legend.append(button);
            return button;
        }

        draw() {
            if (!this.buttons) return;
            const colours = palette();
            const width = printing ? PRINT_WIDTH : this.plot.clientWidth;
            const height = printing ? (this.kind.square ? 460 : this.kind.height ? this.kind.height(this.spec) : 270) : this.plot.clientHeight;
            const many = this.kind.size && this.kind.size(this.spec) > MOST_SVG_POINTS;
            const options = this.kind.options(this.spec, colours, width);
            options.series = options.series.map((each, i) => (this.hidden[i] ? { ...each, data: [] } : each));
            this.buttons.forEach((button, i) => {
                button.firstChild.innerHTML = `<svg width="22" height="14" aria-hidden="true">${MARKS[this.kind.mark(this.spec, i)](colours.series[i % colours.series.length])}</svg>`;
            });
            if (this.chart) this.chart.dispose();
            this.chart = echarts.init(this.plot, null, { renderer: many ? 'canvas' : 'svg', width, height, devicePixelRatio: printing ? 3 : undefined });
            this.chart.setOption(options);
            this.chart.getZr().flush();
            const svg = this.plot.querySelector('svg');
            if (svg) svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
        }
    }

    const charts = Array.from(document.querySelectorAll('figure.chart'), figure => new Chart(figure));
    const redraw = () => charts.forEach(each => each.draw());

    let width = window.innerWidth;
    let waiting = 0;
    window.addEventListener('resize', () => {
        if (printing || window.innerWidth === width) return;
        width = window.innerWidth;
        clearTimeout(waiting);
        waiting = setTimeout(redraw, 120);
    });
    dark.addEventListener('change', redraw);
    window.addEventListener('beforeprint', () => { printing = true; redraw(); });
    window.addEventListener('afterprint', () => { printing = false; redraw(); });

    for (const button of document.querySelectorAll('.copy')) {
        button.addEventListener('click', async () => {
            const code = button.parentElement.querySelector('code');
            try {
                await navigator.clipboard.writeText(code.textContent);
                button.textContent = 'Copied';
            } catch (e) {
                // Pages from files may not write to the clipboard in some browsers: mark it, so that Ctrl-C does.
                window.getSelection().selectAllChildren(code);
                button.textContent = 'Press Ctrl-C';
            }
            setTimeout(() => { button.textContent = 'Copy'; }, 2000);
        });
    }
})();
