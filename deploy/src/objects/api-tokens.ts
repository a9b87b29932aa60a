/** What the API signs its tokens with, comma-separated; the first signs, all are accepted. The same for all pods. */
export const tokensSecret = 'api-tokens';
export const tokensKey = 'secrets';

/** A variable: the API has no setting for a file. */
export const tokensVariable = {
  name: 'TOKEN_SECRETS',
  valueFrom: { secretKeyRef: { name: tokensSecret, key: tokensKey } },
};
