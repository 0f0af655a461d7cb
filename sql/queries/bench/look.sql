SELECT count(*) FROM node
