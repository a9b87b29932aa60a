/** Up without hesitation: the limit is what may be asked for at once, not what will be. */
export const scaleUp = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Percent', value: 900, periodSeconds: 15 },
    { type: 'Pods', value: 4, periodSeconds: 15 },
  ],
};

/** Down only after the load has been low for a while, and by half at most. */
export const scaleDown = (windowS: number) => ({
  stabilizationWindowSeconds: windowS,
  policies: [{ type: 'Percent', value: 50, periodSeconds: 30 }],
});
