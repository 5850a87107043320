'use strict';
(() => {
  const VIRIDIS = ['#440154', '#482878', '#3e4a89', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#dfd01f'];

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const dark = matchMedia('(prefers-color-scheme: dark)');

  // Dark pages skip the darkest part of the scale, light pages its lightest.
  const scale = place => {
    const at = (dark.matches ? 0.25 + 0.75 * place : 0.9 * place) * (VIRIDIS.length - 1);
    const low = Math.min(Math.floor(at), VIRIDIS.length - 2);
    const part = (hex, i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
    const mix = i => Math.round(part(VIRIDIS[low], i) + (at - low) * (part(VIRIDIS[low + 1], i) - part(VIRIDIS[low], i)));
    return `rgb(${mix(0)},${mix(1)},${mix(2)})`;
  };
  const color = role => role.startsWith('scale:') ? scale(Number(role.slice(6))) : css('--' + role);

  const number = v => {
    if (v === null || v === undefined || Number.isNaN(v)) return '';
    const size = Math.abs(v);
    if (size >= 1e5 || (size > 0 && size < 1e-3)) {
      return v.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e');
    }
    return String(Number(v.toPrecision(4)));
  };
  const tick = log => v => {
    const power = Math.log10(Math.abs(v));
    if (log && v > 0 && (power >= 5 || power <= -3) && Number.isInteger(Math.round(power * 1e9) / 1e9)) {
      return '10' + String(Math.round(power)).replace(/./g, c => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] || '⁻');
    }
    return number(v);
  };
  const point = p => p.map(v => (typeof v === 'number' ? v : NaN));

  function axis(spec, horizontal) {
    const bound = v => (typeof v === 'number' ? v : undefined);
    // The end of an axis is labeled only if there would be a tick anyway: at a power of ten, at a multiple of the step that ECharts takes.
    const isWhole = x => Math.abs(x - Math.round(x)) < 1e-9;
    const step = range => {
      const power = 10 ** Math.floor(Math.log10(range / 5));
      const mantissa = range / 5 / power;
      return power * (mantissa < 1.5 ? 1 : mantissa < 2.5 ? 2 : mantissa < 4 ? 3 : mantissa < 7 ? 5 : 10);
    };
    const bounded = typeof spec.min === 'number' && typeof spec.max === 'number';
    const whole = v => (typeof v !== 'number' || (!spec.log && !bounded) ? null : isWhole(spec.log ? Math.log10(v) : v / step(spec.max - spec.min)) ? null : false);
    return {
      type: spec.log ? 'log' : 'value',
      name: spec.name,
      nameLocation: 'middle',
      nameGap: horizontal ? 28 : 46,
      nameTextStyle: { color: css('--soft'), fontSize: 12 },
      min: bound(spec.min),
      max: bound(spec.max),
      scale: true,
      axisLine: { show: true, onZero: false, lineStyle: { color: css('--neutral') } },
      axisTick: { show: true, lineStyle: { color: css('--neutral') } },
      axisLabel: { color: css('--soft'), fontSize: 11, formatter: spec.labels.length ? v => spec.labels[v] ?? '' : tick(spec.log), hideOverlap: true, showMinLabel: whole(spec.min), showMaxLabel: whole(spec.max) },
      ...(spec.labels.length ? { interval: 1 } : {}),
      splitLine: { lineStyle: { color: css('--rule') } },
    };
  }

  function band(series) {
    const shade = color(series.color);
    const points = series.points.map(point).filter(p => p.every(Number.isFinite));
    return {
      name: series.name,
      type: 'custom',
      silent: true,
      clip: true,
      color: shade,
      data: points.length ? [[points[0][0], points[0][1]]] : [],
      renderItem: (params, api) => {
        const upper = points.map(p => api.coord([p[0], p[2]]));
        const lower = points.map(p => api.coord([p[0], p[1]])).reverse();
        const box = params.coordSys;
        const inside = ([x, y]) => [x, Math.max(box.y, Math.min(box.y + box.height, y))];
        return { type: 'polygon', shape: { points: upper.concat(lower).map(inside) }, style: { fill: shade, opacity: 0.18 } };
      },
    };
  }

  function cells(series) {
    const shade = color(series.color);
    return {
      name: series.name,
      type: 'custom',
      clip: true,
      color: shade,
      data: series.points,
      encode: { x: [0, 1], y: [2, 3] },
      renderItem: (params, api) => {
        const [left, bottom] = api.coord([api.value(0), api.value(2)]);
        const [right, top] = api.coord([api.value(1), api.value(3)]);
        return { type: 'rect', shape: { x: left, y: top, width: right - left - 0.5, height: bottom - top - 0.5 }, style: { fill: shade } };
      },
    };
  }

  function draw(series) {
    if (series.kind === 'band') return band(series);
    if (series.kind === 'cells') return cells(series);
    const shade = color(series.color);
    const data = series.points.map(point).map(p => (p.every(Number.isFinite) ? p : [p[0], '-']));
    if (series.kind === 'dots' || series.kind === 'censored') {
      const hollow = series.kind === 'censored';
      return {
        name: series.name, type: 'scatter', data, color: shade,
        symbol: hollow ? 'triangle' : 'circle', symbolSize: hollow ? 9 : 8,
        itemStyle: hollow
          ? { color: 'transparent', borderColor: shade, borderWidth: 1.6 }
          : { color: shade, opacity: 0.85, borderColor: css('--card'), borderWidth: 0.8 },
      };
    }
    const faint = series.kind === 'faint';
    return {
      name: series.name, type: 'line', data, color: shade, showSymbol: false, symbolSize: 5,
      lineStyle: { color: shade, width: faint ? 1.1 : 2, opacity: faint ? 0.7 : 1, type: series.kind === 'dashed' ? [6, 4] : 'solid' },
      emphasis: { disabled: true },
    };
  }

  function marks(list) {
    return {
      type: 'line', data: [], silent: true, tooltip: { show: false },
      markLine: {
        symbol: 'none', silent: true, animation: false,
        data: list.map((mark, index) => ({
          [mark.axis + 'Axis']: mark.value,
          lineStyle: { color: color(mark.color), type: [3, 3], width: 1.3 },
          label: {
            formatter: () => mark.label, color: color(mark.color), fontSize: 11,
            backgroundColor: css('--card'), padding: [1, 3], rotate: mark.axis === 'x' ? 90 : 0, distance: [4, 3],
            // Neighboring vertical marks are labeled on either side.
            position: mark.axis === 'x' ? (index % 2 ? 'insideMiddleTop' : 'insideMiddleBottom') : 'insideStartBottom',
          },
        })),
      },
    };
  }

  function option(chart) {
    const kinds = new Map(chart.series.filter(s => s.name).map(s => [s.name, s.kind]));
    const names = [...kinds].map(([name, kind]) => ({
      name,
      icon: { dots: 'circle', censored: 'triangle', cells: 'rect' }[kind] || 'path://M0,0H18V2.2H0Z',
    }));
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 62, right: 18, top: names.length ? 44 : 14, bottom: 48 },
      legend: {
        show: names.length > 0, data: names, type: 'scroll', top: 2, left: 0, itemWidth: 14, itemHeight: 9, itemGap: 9,
        textStyle: { color: css('--soft'), fontSize: 11.5 }, pageIconSize: 9, pageTextStyle: { color: css('--soft') },
        pageIconColor: css('--accent'), pageIconInactiveColor: css('--rule'),
      },
      tooltip: {
        trigger: 'item', backgroundColor: css('--card'), borderColor: css('--rule'),
        textStyle: { color: css('--ink'), fontSize: 12 },
        formatter: item => {
          const text = document.createElement('span');
          text.textContent = (item.seriesName.includes('\u0000') ? '' : item.seriesName + ': ')
            + item.value.slice(item.value.length > 4 ? 4 : 0).map(number).join(', ');
          return text;
        },
      },
      xAxis: axis(chart.x, true),
      yAxis: axis(chart.y, false),
      series: [...chart.series.map(draw), marks(chart.marks)],
    };
  }

  const charts = [...document.querySelectorAll('.panel')].map(panel => ({
    chart: echarts.init(panel.querySelector('.chart'), null, { renderer: 'svg' }),
    data: JSON.parse(panel.querySelector('script').textContent),
  }));
  const render = () => charts.forEach(c => c.chart.setOption(option(c.data), true));
  render();
  dark.addEventListener('change', render);
  addEventListener('resize', () => charts.forEach(c => c.chart.resize()));
})();
