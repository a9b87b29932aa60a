// Jest links CommonJS dependencies before it evaluates the ESM graph around them. A CommonJS package that
// require()s ESM-only Nest (such as @willsoto/nestjs-prometheus) then fails with "Cannot require() ES Module
// in a cycle". Evaluating Nest first avoids that.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
